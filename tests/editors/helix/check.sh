#!/usr/bin/env bash
# check.sh HX CORPUS: drives Helix in a terminal of tmux and looks at the screen. Helix takes the
# configuration that editors/helix documents.
set -u
hx=$1 corpus=$2
session=copydesk-$$
config=$(mktemp -d)
mux() { tmux -L "$session" -f /dev/null "$@"; }
trap 'mux kill-server 2> /dev/null; rm -rf "$config"' EXIT
mkdir -p "$config/helix"
cp "$CHECKOUT/editors/helix/languages.toml" "$config/helix/"
sed -n '/^```toml/,/^```/p' "$CHECKOUT/editors/helix/README.md" | grep -v '^```' > "$config/helix/config.toml"

screen() { mux capture-pane -p -t "$session"; }
keys() { local k; for k in "$@"; do mux send-keys -t "$session" "$k"; sleep 0.1; done; }
command_line() { keys :; type_text "${1#:}"; keys Enter; sleep 0.3; }
wait_for() { # PATTERN, 15 seconds at most: so much, and no more, is waited on a busy machine
  local i
  for i in $(seq 150); do screen | grep -qE -- "$1" && return 0; sleep 0.1; done
}
# As fast as nobody types, but not all at once: changes less than a millisecond apart Helix 25.01 sends in any order.
type_text() {
  local i
  for ((i = 0; i < ${#1}; i++)); do mux send-keys -t "$session" -l "${1:i:1}"; sleep 0.01; done
}
check() { # NAME PATTERN: the pattern appears on the screen within 15 seconds
  local i
  for i in $(seq 150); do
    if screen | grep -qE -- "$2"; then echo "ok   $1"; return 0; fi
    sleep 0.1
  done
  echo "FAIL $1: no /$2/ on the screen: $(screen | grep -v '^ *~\? *$' | tail -2 | tr '\n' '~' | tr -s ' '): $(screen | grep -v '^ *~\? *$' | tr '\n' '~' | tr -s ' ' | cut -c1-700)"
}
mux new-session -d -s "$session" -x 190 -y 50 "cd '$corpus' && exec env TERM=tmux-256color COLORTERM=truecolor XDG_CONFIG_HOME='$config' XDG_CACHE_HOME='$config' '$hx' alder-herald.txt:9:18"
check "a finding is shown" '19,000'
check "it names the other article and its line" 'nordag\.txt:13'
keys 9 g g
type_text 'f2'
keys Space k
check "the hover names the other article" '(nordag|NORDAG)'
keys Escape Escape
keys g r
check "references reach another article" 'nordag\.txt'
keys Escape Escape
keys 1 1 g g
type_text '/Reyl told'
keys Enter ';' b
keys g d
check "definition goes to the introduction" '(^|[^0-9])9:[0-9]+ *$'
keys Escape
keys Space s
check "the outline has the headline" '(headline|module|file|string|class|namespace|package).*counts the cost|counts the cost.*│'
keys Escape Escape
keys g e o
wait_for ' INS '
keys Enter
type_text '😀 The smile was brief. Experts say the wall was rotten.'
keys Escape
wait_for ' NOR '
check "typing brings a finding" '"Experts" is nobody'
check "hints resolve the dates" '2024-12-04'

# The text as it was, but for two letters and a space before the third line; saving lets the annotation follow.
command_line ':reload'
keys 3 g g i
wait_for ' INS '
type_text 'On '
keys Escape
wait_for ' NOR '
command_line ':write'
command_line ':open alder-herald.ann'
check "an annotation follows an edit" "$(printf '%s' "$COPYDESK_MOVED" | cut -f2)"
command_line ':buffer-close!'

keys 1 1 g g
type_text '/Reyl'
keys Enter ';'
keys Space r
wait_for 'rename-to'
keys C-u
type_text 'Rendel'
keys Enter
check "rename changes the article" 'Rendel told'
command_line ':open radio-alder.txt'
check "rename changes another article" 'Tomas Rendel'
command_line ':reload-all'

command_line ':open meridian.txt'
keys 1 6 g g
type_text '/Thursday, 15'
keys Enter ';' b
check "another article has its finding" 'Tuesday'
keys Space a
check "a quick fix is offered" 'Change the weekday to Tuesday'
keys Enter
check "a quick fix is applied" 'Tuesday, 15 October'
command_line ':open radio-alder.ann'
check "an annotation file has its finding" '4,000 people'
command_line ':quit-all!'
for i in $(seq 100); do mux has-session -t "$session" 2> /dev/null || break; sleep 0.1; done
if mux has-session -t "$session" 2> /dev/null; then echo "FAIL Helix ends"; else echo "ok   Helix ends"; fi
echo "done $("$hx" --version)"
