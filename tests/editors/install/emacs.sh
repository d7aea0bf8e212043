#!/usr/bin/env bash
# emacs.sh FOLDER ARGUMENT...: runs the Emacs that debian.sh unpacked into FOLDER.
# Emacs has the paths of its files compiled in; here they are named by the environment.
set -euo pipefail
root=$1; shift
lisp=$(ls -d "$root"/usr/share/emacs/[0-9]*/lisp)
home=$(dirname "$lisp")
exec_path=$(ls -d "$root"/usr/libexec/emacs/[0-9]*/*/)
image=$(find "$root/usr/libexec/emacs" "$root/usr/lib/emacs" -name "*.pdmp" 2> /dev/null | head -1)
packages=$(printf '%s:' "$root"/usr/share/emacs/site-lisp/elpa-src/*/ | sed 's/.*\*.*//')
export EMACSLOADPATH=$packages$lisp EMACSDATA=$home/etc EMACSDOC=$home/etc EMACSPATH=${exec_path%/} INFOPATH=
exec "$root/usr/bin/emacs-nox" ${image:+--dump-file="$image"} \
  --eval '(setq native-comp-jit-compilation nil native-comp-deferred-compilation nil native-comp-enable-subr-trampolines nil)' "$@"
