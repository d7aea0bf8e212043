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
type_text() { mux send-keys -t "$session" -l "$1"; }
check() { # NAME PATTERN: the pattern appears on the screen within 15 seconds
  local i
  for i in $(seq 150); do
    if screen | grep -qE -- "$2"; then echo "ok   $1"; return 0; fi
    sleep 0.1
  done
  echo "FAIL $1: no /$2/ on the screen: $(screen | grep -v '^ *~\? *$' | tr '\n' '~' | tr -s ' ' | cut -c1-700)"
}
gone() { # NAME PATTERN: the pattern leaves the screen within 15 seconds
  local i
  for i in $(seq 150); do
    if ! screen | grep -qE -- "$2"; then echo "ok   $1"; return 0; fi
    sleep 0.1
  done
  echo "FAIL $1: /$2/ is still on the screen"
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
keys g e o Enter
type_text '😀 The smile was brief. Experts say the wall was rotten.'
keys Escape Space d
check "typing brings a finding" '"Experts"'
keys Escape Escape
keys : 'q' '!' Enter
for i in $(seq 100); do mux has-session -t "$session" 2> /dev/null || break; sleep 0.1; done
if mux has-session -t "$session" 2> /dev/null; then echo "FAIL Helix ends"; else echo "ok   Helix ends"; fi
echo "done $("$hx" --version)"
