#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Emacs as a client, by its jsonrpc.el.
. tests/lib/tap.sh
. tests/lib/daemon.sh
. tests/lib/conformance.sh

command -v emacs >/dev/null || skip_all 'no emacs here (emacs-nox)'
emacs -Q --batch --eval "(require 'jsonrpc)" 2>/dev/null ||
	skip_all 'this emacs has no jsonrpc.el'
conformance_start || exit 1

cat >"$T/client.el" <<'END'
(require 'jsonrpc)
(set-language-environment "UTF-8")

(defvar conn
  (make-instance
   'jsonrpc-process-connection
   :name "tracuu" :events-buffer-scrollback-size 0
   :process (lambda ()
              (make-network-process
               :name "tracuu" :family 'local :service (getenv "SOCKET")
               :coding 'utf-8-emacs-unix :noquery t))))

(defun ask (method params)
  (jsonrpc-request conn method params :timeout 60))

(defun say (&rest args)
  (princ (concat (apply #'format args) "\n")))

(say "search %d" (plist-get (plist-get (ask :search '(:query "nông dân")) :total)
                            :value))

(let* ((heavy (list :path (getenv "BIG") :limit 1))
       (code nil))
  (dotimes (_ 5)
    (jsonrpc-async-request
     conn :similar heavy :timeout 60 :success-fn #'ignore
     :error-fn (lambda (e) (setq code (plist-get e :code)))))
  ;; It counts its requests, and tells nobody the number.
  (jsonrpc-notify conn :$/cancelRequest
                  (list :id (slot-value conn '-next-request-id)))
  (with-timeout (60 (say "not cancelled"))
    (while (not code) (accept-process-output nil 0.1)))
  (say "cancel %d" code))

(condition-case e
    (ask :search '(:limit 1))
  (jsonrpc-error
   (say "error %s %d"
        (plist-get (alist-get 'jsonrpc-error-data (cddr e)) :kind)
        (alist-get 'jsonrpc-error-code (cddr e)))))

(say "large %d" (length (plist-get (ask :show (list :path (getenv "BIG"))) :text)))
(jsonrpc-shutdown conn)
END

emacs_run() {
	timeout 100 emacs -Q --batch -l "$T/client.el"
}
conforms 'jsonrpc.el' emacs_run

daemon_is_stopped
done_testing
