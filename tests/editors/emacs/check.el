;;; check.el --- run by check.sh in a copy of the example corpus  -*- lexical-binding: t; -*-
;; One line a check, `ok …' or `FAIL …'.

(require 'copydesk)
(require 'xref)
(require 'flymake)
(require 'imenu)

(setq make-backup-files nil create-lockfiles nil auto-save-default nil
      eglot-sync-connect 15 eglot-send-changes-idle-time 0.05)
;; Eglot 1.9 asks before it changes files that are not visited; here somebody says yes.
(fset 'y-or-n-p (lambda (&rest _) t))

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

(defun check-file (file)
  "Visit FILE as a user would; its server attaches."
  (find-file file)
  (run-hooks 'post-command-hook)
  (check-wait #'eglot-current-server)
  (flymake-mode 1))

(defun check-buffer-has (file text)
  (let ((buffer (find-buffer-visiting file)))
    (and buffer (with-current-buffer buffer
                  (save-excursion (goto-char (point-min)) (search-forward text nil t))))))

(set-buffer "alder-herald.txt")
(when (fboundp 'eglot-inlay-hints-mode)
  (check-that "hints resolve the dates"
    (eglot-inlay-hints-mode 1)
    (run-hooks 'post-command-hook)
    (let ((hints (jsonrpc-request (eglot-current-server) :textDocument/inlayHint
                                  (list :textDocument (eglot--TextDocumentIdentifier)
                                        :range (list :start (eglot--pos-to-lsp-position (point-min))
                                                     :end (eglot--pos-to-lsp-position (point-max)))))))
      (check-say "hints resolve the dates" (string-match-p "2024" (format "%S" hints)) hints))))

(check-that "an annotation follows an edit"
  (with-current-buffer "alder-herald.txt"
    (goto-char (point-max))
    (forward-line -2)
    (delete-region (point) (point-max))
    (goto-char (point-min))
    (forward-line 2)
    (insert "On ")
    (eglot--signal-textDocument/didChange)
    (let ((eglot-confirm-server-edits nil) (eglot-confirm-server-initiated-edits nil))
      (save-buffer)
      (check-say "an annotation follows an edit"
                 (check-wait (lambda () (check-buffer-has "alder-herald.ann" (getenv "COPYDESK_MOVED"))))
                 (find-buffer-visiting "alder-herald.ann")))))

(check-that "rename changes the article and another one"
  (set-buffer "alder-herald.txt")
  (check-put "Reyl told" 11)
  (let ((eglot-confirm-server-edits nil))
    (eglot-rename "Rendel"))
  (check-say "rename changes the article" (check-buffer-has "alder-herald.txt" "Rendel told")
             (buffer-substring-no-properties (point-min) (point-max)))
  (check-say "rename changes another article" (check-buffer-has "radio-alder.txt" "Tomas Rendel")
             (mapcar #'buffer-name (buffer-list)))
  (dolist (buffer (buffer-list))
    (with-current-buffer buffer
      (when (and buffer-file-name (buffer-modified-p)) (revert-buffer t t)))))

(check-that "a quick fix is applied"
  (check-file "meridian.txt")
  (check-wait (lambda () (check-finding "Tuesday" 16)))
  (check-put "Thursday, 15 October" 16)
  (let* ((found (seq-find (lambda (d) (string-match-p "Tuesday" (flymake-diagnostic-text d))) (flymake-diagnostics)))
         (actions (jsonrpc-request
                   (eglot-current-server) :textDocument/codeAction
                   (list :textDocument (eglot--TextDocumentIdentifier)
                         :range (list :start (eglot--pos-to-lsp-position (flymake-diagnostic-beg found))
                                      :end (eglot--pos-to-lsp-position (flymake-diagnostic-end found)))
                         :context (list :diagnostics []))))
         (action (seq-find (lambda (a) (and (plist-get a :edit) (string-match-p "Tuesday" (plist-get a :title)))) actions))
         (eglot-confirm-server-edits nil) (eglot-confirm-server-initiated-edits nil))
    (if (fboundp 'eglot-execute) (eglot-execute (eglot-current-server) action)
      (eglot--apply-workspace-edit (plist-get action :edit)))
    (check-say "a quick fix is applied" (check-buffer-has "meridian.txt" "Tuesday, 15 October") actions)
    (eglot--signal-textDocument/didChange)
    (check-say "and its finding goes" (check-wait (lambda () (not (check-finding "weekday" 16)))) (check-shown)))
  (set-buffer-modified-p nil))

(check-that "an annotation file opens in its mode"
  (check-file "radio-alder.ann")
  (check-say "an annotation file opens in its mode" (eq major-mode 'copydesk-brat-mode) major-mode)
  (check-say "an annotation file has its finding"
             (check-wait (lambda () (seq-some (lambda (row) (= 11 (car row))) (progn (flymake-start) (check-shown)))))
             (check-shown))
  (font-lock-ensure)
  (goto-char (point-min))
  (search-forward "Source")
  (check-say "an annotation file has colours"
             (eq (get-text-property (match-beginning 0) 'face) 'font-lock-type-face)
             (get-text-property (match-beginning 0) 'face)))

(check-that "a WebAnno file is known by its first line"
  (check-file "daily-lantern.tsv")
  (check-say "a WebAnno file is known by its first line" (eq major-mode 'copydesk-webanno-mode) major-mode))

(check-that "the sheets are shown"
  (set-buffer "alder-herald.txt")
  (copydesk-figures)
  (check-say "copydesk-figures" (and (equal (buffer-name) "*copydesk figures*") (search-forward "differs from" nil t)) (buffer-string))
  (goto-char (point-min))
  (search-forward "nordag.txt:13")
  (compile-goto-error)
  (check-say "a place in a sheet is a link" (and (equal (buffer-name) "nordag.txt") (= 13 (line-number-at-pos)))
             (list (buffer-name) (line-number-at-pos)))
  (set-buffer "alder-herald.txt")
  (copydesk-quotes)
  (check-say "copydesk-quotes" (search-forward "altered harbour-times.txt" nil t) (buffer-string))
  (set-buffer "alder-herald.txt")
  (copydesk-reading)
  (check-say "copydesk-reading" (and (equal (buffer-name) "*copydesk reading*") (search-forward "Tomas Reyl" nil t)) (buffer-string))
  (set-buffer "alder-herald.txt")
  (let ((file (make-temp-file "report" nil ".html")))
    (copydesk-report file)
    (check-say "copydesk-report" (> (file-attribute-size (file-attributes file)) 1000) file)))

(check-that "it byte-compiles without a warning"
  (let ((byte-compile-error-on-warn t)
        (copy (expand-file-name "copydesk.el" (make-temp-file "compile" t))))
    (copy-file (expand-file-name "editors/emacs/copydesk.el" (getenv "CHECKOUT")) copy)
    (check-say "it byte-compiles without a warning" (byte-compile-file copy)
               (with-current-buffer (get-buffer-create "*Compile-Log*") (buffer-string)))))

(check-that "the server stops"
  (set-buffer "alder-herald.txt")
  (let ((server (eglot-current-server)))
    (set-buffer-modified-p nil)
    (eglot-shutdown server)
    (check-say "the server stops" (check-wait (lambda () (not (jsonrpc-running-p server)))) "it runs on")))

(princ (format "done Emacs %s\n" emacs-version))
(kill-emacs 0)
