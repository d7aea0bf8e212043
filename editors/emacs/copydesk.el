;;; copydesk.el --- Who said it, where it comes from, who says otherwise  -*- lexical-binding: t; -*-

;; Copyright (C) 2026 The copydesk authors

;; Author: The copydesk authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: convenience, tools, wp
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; copydesk is a language server for corpora of news articles.  This file
;; tells Eglot of it and starts it in folders that hold a copydesk.toml:
;;
;;   (add-to-list 'load-path "/path/to/copydesk/editors/emacs")
;;   (require 'copydesk)
;;   (copydesk-setup)
;;
;; Which files are articles and which rules apply stands in copydesk.toml,
;; for editor and command line alike.  Eglot's own keys and commands do the
;; rest: `eldoc' and `eldoc-doc-buffer' show the hover, `xref-find-definitions'
;; goes to where a figure or quotation comes from, `xref-find-references'
;; lists who else reports it, `flymake-show-buffer-diagnostics' the findings.
;; `copydesk-figures', `copydesk-quotes', `copydesk-report' and
;; `copydesk-reading' show the corpus as a whole and how an article is read.
;; There are also small modes for annotation files (brat, CoNLL-U, WebAnno).

;;; Code:

(require 'eglot)
(require 'project)
(require 'compile)
(require 'seq)
(require 'subr-x)
(require 'url-util)

(declare-function eglot-path-to-uri "eglot" (path &rest args))

(defgroup copydesk nil
  "News corpora, read the way a fact-checking desk does."
  :group 'tools
  :prefix "copydesk-")

(defcustom copydesk-program "copydesk"
  "The copydesk program: a name on the variable `exec-path', or a path."
  :type 'string)

(defconst copydesk--marker "copydesk.toml"
  "The file that marks the root of a corpus.")

(defun copydesk--contact (&rest _)
  "What Eglot is to run."
  (list copydesk-program "lsp"))

(defun copydesk-root (folder)
  "The root of the corpus that FOLDER is in, or nil."
  (and folder (locate-dominating-file folder copydesk--marker)))

(defun copydesk--project (folder)
  "The corpus that FOLDER is in, as a project."
  (let ((root (copydesk-root folder)))
    (and root (cons 'transient (expand-file-name root)))))

;;;###autoload
(defun copydesk-ensure ()
  "Start copydesk for this buffer if it is a file of a corpus."
  (when (and buffer-file-name (copydesk-root default-directory))
    (setq-local project-find-functions
                (cons #'copydesk--project project-find-functions))
    (eglot-ensure)))

;;;###autoload
(defun copydesk-setup ()
  "Tell Eglot of copydesk and start it in the files of a corpus."
  ;; At the end: who has another server for text files keeps it.
  (dolist (mode '((text-mode :language-id "plaintext")
                  (markdown-mode :language-id "markdown")
                  (copydesk-brat-mode :language-id "brat")
                  (copydesk-brat-conf-mode :language-id "bratconf")
                  (copydesk-conllu-mode :language-id "conllu")
                  (copydesk-webanno-mode :language-id "webanno")))
    (unless (member (cons mode #'copydesk--contact) eglot-server-programs)
      (setq eglot-server-programs
            (append eglot-server-programs
                    (list (cons mode #'copydesk--contact))))))
  (dolist (hook '(text-mode-hook
                  copydesk-brat-mode-hook
                  copydesk-brat-conf-mode-hook
                  copydesk-conllu-mode-hook
                  copydesk-webanno-mode-hook))
    (add-hook hook #'copydesk-ensure)))

(defun copydesk--folder ()
  "The corpus of this buffer, else its folder."
  (expand-file-name (or (copydesk-root default-directory) default-directory)))

(defun copydesk--sheet (name)
  "Run `copydesk NAME' on the corpus of this buffer and show its output."
  (let ((folder (copydesk--folder))
        (buffer (get-buffer-create (format "*copydesk %s*" name))))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (setq default-directory folder)
        (erase-buffer)
        (call-process copydesk-program nil t nil name)
        (goto-char (point-min))
        ;; Places (path:line) become links.
        (compilation-mode "copydesk")
        (setq-local compilation-error-regexp-alist
                    '(("\\([^][ \t\n:()]+\\.[a-z]+\\):\\([0-9]+\\)" 1 2 nil 0)))
        (font-lock-flush)))
    (pop-to-buffer buffer)))

;;;###autoload
(defun copydesk-figures ()
  "Show every figure of this corpus and who gives it."
  (interactive)
  (copydesk--sheet "figures"))

;;;###autoload
(defun copydesk-quotes ()
  "Show who said what in this corpus."
  (interactive)
  (copydesk--sheet "quotes"))

;;;###autoload
(defun copydesk-dismissals ()
  "Show what was dismissed in this corpus, and why."
  (interactive)
  (copydesk--sheet "dismissals"))

;;;###autoload
(defun copydesk-report (file)
  "Write the report of this corpus, one page, to FILE and show it in a browser."
  (interactive (list (make-temp-file "copydesk-report-" nil ".html")))
  (let ((default-directory (copydesk--folder)))
    (with-temp-buffer
      (unless (zerop (call-process copydesk-program nil t nil
                                   "report" "--force" "--output" (expand-file-name file)))
        (user-error "The report was not made: %s" (string-trim (buffer-string))))))
  (unless noninteractive (browse-url-of-file (expand-file-name file)))
  (message "The report is %s" file))

;;;###autoload
(defun copydesk-reading ()
  "Show how this article is understood: who says what, figures, dates, names."
  (interactive)
  (let* ((server (or (eglot-current-server)
                     (user-error "The server does not run here; `copydesk-ensure' starts it")))
         (source (current-buffer))
         (reading (jsonrpc-request server :copydesk/reading
                                   (copydesk--document))))
    (unless reading (user-error "This file is no article"))
    (with-current-buffer (get-buffer-create "*copydesk reading*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (special-mode)
        (insert (plist-get reading :title) "\n")
        (copydesk--section "Who says what" (plist-get reading :attributions) source
                           (lambda (a) (list (or (plist-get a :speaker) (plist-get a :source))
                                             (plist-get a :cue) (plist-get a :text))))
        (copydesk--section "Figures" (plist-get reading :figures) source
                           (lambda (f) (list (plist-get f :text)
                                             (format "%s to %s %s" (plist-get f :low)
                                                     (or (plist-get f :high) "…") (plist-get f :unit)))))
        (copydesk--section "Dates" (plist-get reading :dates) source
                           (lambda (d) (list (plist-get d :text) (plist-get d :value))))
        (copydesk--section "Names" (plist-get reading :names) source
                           (lambda (n) (list (plist-get n :name) (plist-get n :kind)
                                             (format "%d mentions" (plist-get n :mentions)))))
        (goto-char (point-min))))
    (pop-to-buffer "*copydesk reading*")))

(defun copydesk--document ()
  "The document in this buffer, as the protocol names it."
  ;; Eglot 1.9 has the function under its internal name only.
  (if (fboundp 'eglot-path-to-uri)
      (list :uri (eglot-path-to-uri buffer-file-name))
    (list :uri (concat "file://" (url-hexify-string buffer-file-name url-path-allowed-chars)))))

(defun copydesk--section (heading rows buffer words)
  "Insert HEADING and a line for each of ROWS, made of what WORDS gives.
The line leads to the row's place in BUFFER."
  (insert "\n" (propertize heading 'face 'bold) "\n")
  (seq-doseq (row rows)
    (let ((line (1+ (plist-get (plist-get (plist-get row :range) :start) :line))))
      (insert (format "%5d  " line))
      (insert-text-button
       (mapconcat #'identity (delq nil (funcall words row)) " · ")
       'follow-link t
       'action (lambda (_)
                 (pop-to-buffer buffer)
                 (goto-char (point-min))
                 (forward-line (1- line))))
      (insert "\n"))))

;;; Annotation files

(defvar copydesk-brat-font-lock-keywords
  `((,(rx bol (group (any "TREAMN*") (* digit)) "\t" (group (+ (not (any " \t:")))))
     (1 font-lock-variable-name-face) (2 font-lock-type-face))
    (,(rx bol "#" (* nonl)) . font-lock-comment-face)
    (,(rx bol "T" (+ digit) "\t" (+ (not (any " \t"))) (group (+ " " (+ digit) " " (+ digit) (? ";"))) "\t" (group (* nonl)))
     (1 font-lock-constant-face) (2 font-lock-string-face))
    (,(rx " " (group (+ (not (any " \t:")))) ":" (group (any "TE") (+ digit)))
     (1 font-lock-keyword-face) (2 font-lock-variable-name-face)))
  "Colours of a brat annotation file.")

;;;###autoload
(define-derived-mode copydesk-brat-mode prog-mode "brat"
  "Major mode for brat annotation files."
  (setq-local comment-start "#")
  (setq-local indent-tabs-mode t)
  (setq font-lock-defaults '(copydesk-brat-font-lock-keywords t)))

(defvar copydesk-brat-conf-font-lock-keywords
  `((,(rx bol (* blank) "#" (* nonl)) . font-lock-comment-face)
    (,(rx bol (* blank) "[" (+ lower) "]") . font-lock-keyword-face)
    (,(rx bol (* blank) (? "!") (group (+ (not (any " \t[#!\n")))))
     1 font-lock-type-face)
    (,(rx (group (+ (not (any " \t,:|\n")))) ":") 1 font-lock-variable-name-face))
  "Colours of brat's annotation.conf.")

;;;###autoload
(define-derived-mode copydesk-brat-conf-mode prog-mode "brat-conf"
  "Major mode for brat's annotation.conf."
  (setq-local comment-start "#")
  (setq-local indent-tabs-mode t)
  (setq font-lock-defaults '(copydesk-brat-conf-font-lock-keywords t)))

(defvar copydesk-conllu-font-lock-keywords
  `((,(rx bol "#" (* nonl)) . font-lock-comment-face)
    (,(rx bol (group (+ digit) (? (any "-.") (+ digit)))
          "\t" (group (+ (not (any "\t\n"))))
          "\t" (+ (not (any "\t\n")))
          "\t" (group (+ (not (any "\t\n")))))
     (1 font-lock-constant-face) (2 font-lock-string-face) (3 font-lock-type-face)))
  "Colours of a CoNLL-U file.")

;;;###autoload
(define-derived-mode copydesk-conllu-mode prog-mode "CoNLL-U"
  "Major mode for CoNLL-U files."
  (setq-local comment-start "#")
  (setq-local indent-tabs-mode t)
  (setq font-lock-defaults '(copydesk-conllu-font-lock-keywords t)))

;; An extension alone says too little of a .tsv file: it goes by its first line.
(defvar copydesk-webanno-font-lock-keywords
  `((,(rx bol (group "#" (or "FORMAT" "Text" "T_SP" "T_RL" "T_CH" (seq "Sentence." (+ alpha)))) "=" (group (* nonl)))
     (1 font-lock-keyword-face) (2 font-lock-string-face))
    (,(rx bol (group (+ digit) "-" (+ digit) (? "." (+ digit)))
          "\t" (group (+ digit) "-" (+ digit))
          "\t" (group (+ (not (any "\t\n")))) (group (* nonl)))
     (1 font-lock-variable-name-face) (2 font-lock-constant-face)
     (3 font-lock-string-face) (4 font-lock-type-face)))
  "Colours of a WebAnno TSV file.")

;;;###autoload
(define-derived-mode copydesk-webanno-mode prog-mode "WebAnno"
  "Major mode for WebAnno TSV files."
  (setq-local comment-start "#")
  (setq-local indent-tabs-mode t)
  (setq font-lock-defaults '(copydesk-webanno-font-lock-keywords t)))

;;;###autoload
(progn
  (add-to-list 'magic-mode-alist '("#FORMAT=WebAnno TSV" . copydesk-webanno-mode))
  (add-to-list 'auto-mode-alist '("\\.\\(?:ann\\|a[12]\\)\\'" . copydesk-brat-mode))
  (add-to-list 'auto-mode-alist '("/annotation\\.conf\\'" . copydesk-brat-conf-mode))
  (add-to-list 'auto-mode-alist '("\\.conllup?\\'" . copydesk-conllu-mode)))

(provide 'copydesk)
;;; copydesk.el ends here
