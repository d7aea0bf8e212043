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
;; There are also small modes for annotation files (brat, CoNLL-U).

;;; Code:

(require 'eglot)
(require 'project)

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
                  (copydesk-conllu-mode :language-id "conllu")))
    (unless (member (cons mode #'copydesk--contact) eglot-server-programs)
      (setq eglot-server-programs
            (append eglot-server-programs
                    (list (cons mode #'copydesk--contact))))))
  (dolist (hook '(text-mode-hook
                  copydesk-brat-mode-hook
                  copydesk-brat-conf-mode-hook
                  copydesk-conllu-mode-hook))
    (add-hook hook #'copydesk-ensure)))

(defun copydesk--sheet (name)
  "Run `copydesk NAME' on the corpus of this buffer and show what it prints."
  (let ((folder (or (copydesk-root default-directory) default-directory))
        (buffer (get-buffer-create (format "*copydesk %s*" name))))
    (with-current-buffer buffer
      (let ((inhibit-read-only t))
        (setq default-directory (expand-file-name folder))
        (erase-buffer)
        (call-process copydesk-program nil t nil name)
        (goto-char (point-min))
        ;; Places (path:line:column) become links.
        (compilation-mode)))
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

;;;###autoload
(progn
  (add-to-list 'auto-mode-alist '("\\.ann\\'" . copydesk-brat-mode))
  (add-to-list 'auto-mode-alist '("/annotation\\.conf\\'" . copydesk-brat-conf-mode))
  (add-to-list 'auto-mode-alist '("\\.conllu\\'" . copydesk-conllu-mode)))

(provide 'copydesk)
;;; copydesk.el ends here
