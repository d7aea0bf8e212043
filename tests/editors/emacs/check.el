;;; check.el --- run by check.sh in a copy of the example corpus  -*- lexical-binding: t; -*-
;; One line a check, `ok …' or `FAIL …'.

(require 'copydesk)
(require 'xref)
(require 'flymake)
(require 'imenu)

(setq make-backup-files nil create-lockfiles nil auto-save-default nil
      eglot-sync-connect 15 eglot-send-changes-idle-time 0.05)

(defun check-say (name good &optional detail)
  (princ (if good (format "ok   %s\n" name)
           (format "FAIL %s: %s\n" name (replace-regexp-in-string "[\n ]+" " " (format "%S" detail))))))

(defun check-wait (condition)
  "Wait until CONDITION holds, 15 seconds at most; its value."
  (let ((end (+ (float-time) 15)) value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    value))

(defmacro check-that (name &rest body)
  (declare (indent 1))
  `(condition-case problem (progn ,@body) (error (check-say ,name nil problem))))

(defun check-put (word line)
  (goto-char (point-min))
  (forward-line (1- line))
  (search-forward word)
  (goto-char (1+ (match-beginning 0))))

(defun check-finding (rule line)
  "A flymake diagnostic of RULE on LINE."
  (flymake-start)
  (seq-find (lambda (d)
              (and (string-match-p (regexp-quote rule) (flymake-diagnostic-text d))
                   (= line (line-number-at-pos (flymake-diagnostic-beg d)))))
            (flymake-diagnostics)))

(defun check-shown ()
  (mapcar (lambda (d) (list (line-number-at-pos (flymake-diagnostic-beg d)) (flymake-diagnostic-text d)))
          (flymake-diagnostics)))

(copydesk-setup)
(find-file "alder-herald.txt")
(check-that "the server starts"
  ;; What Emacs does after the command that opened the file.
  (run-hooks 'post-command-hook)
  (check-say "the server starts" (check-wait #'eglot-current-server) (list major-mode (copydesk-root default-directory)))
  (unless (eglot-current-server) (princ "done Emacs\n") (kill-emacs 1)))
(flymake-mode 1)

(check-that "a finding is shown"
  (let ((found (check-wait (lambda () (check-finding "19,000" 9)))))
    (check-say "a finding is shown" found (check-shown))
    ;; Eglot shows no related places, so the message itself must end with the other side.
    (check-say "it names the other article and its line"
         (and found (string-match-p "nordag\\.txt:13" (flymake-diagnostic-text found)))
         (and found (flymake-diagnostic-text found)))))

(check-that "the hover names the other article"
  (check-put "12,000" 9)
  (let (text)
    (if (fboundp 'eglot-hover-eldoc-function)
        (progn (eglot-hover-eldoc-function (lambda (s &rest _) (setq text s)))
               (check-wait (lambda () text)))
      (setq text (format "%S" (jsonrpc-request (eglot-current-server) :textDocument/hover
                                               (eglot--TextDocumentPositionParams)))))
    (check-say "the hover names the other article" (and text (string-match-p "nordag" text)) text)))

(check-that "references reach another article"
  (check-put "12,000" 9)
  (let ((found (xref-backend-references 'eglot (xref-backend-identifier-at-point 'eglot))))
    (check-say "references reach another article"
         (seq-some (lambda (x) (string-match-p "nordag\\.txt" (format "%s" (xref-location-group (xref-item-location x))))) found)
         (mapcar #'xref-item-summary found))))

(check-that "the outline has the headline"
  (let ((entries (format "%S" (funcall imenu-create-index-function))))
    (check-say "the outline has the headline" (string-match-p "counts the cost" entries) entries)))

(check-that "typing brings a finding"
  (goto-char (point-max))
  (insert "\n😀 The smile was brief. Experts say the wall was rotten.\n")
  (eglot--signal-textDocument/didChange)
  (let* ((line (1- (line-number-at-pos (point-max))))
         (found (check-wait (lambda ()
                        (flymake-start)
                        (check-finding "Experts" line)))))
    (check-say "typing brings a finding" found (check-shown))
    (check-say "its columns are right after an emoji"
         (and found (string-match-p "\\`Experts" (buffer-substring-no-properties
                                                   (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
         (and found (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))))
  (set-buffer-modified-p nil))

(check-that "definition goes to the introduction"
  (check-put "Reyl told" 11)
  (call-interactively (lambda () (interactive) (xref-find-definitions "LSP identifier at point")))
  (check-say "definition goes to the introduction" (= 9 (line-number-at-pos))
       (list (buffer-name) (line-number-at-pos))))

(check-that "an annotation file opens in its mode"
  (find-file "radio-alder.ann")
  (check-say "an annotation file opens in its mode" (eq major-mode 'copydesk-brat-mode) major-mode))

(check-that "the server stops"
  (set-buffer "alder-herald.txt")
  (let ((server (eglot-current-server)))
    (set-buffer-modified-p nil)
    (eglot-shutdown server)
    (check-say "the server stops" (check-wait (lambda () (not (jsonrpc-running-p server)))) "it runs on")))

(princ (format "done Emacs %s\n" emacs-version))
(kill-emacs 0)
