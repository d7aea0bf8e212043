#!/usr/bin/env bash
# check.sh CORPUS: drives Kate on a screen of its own by keys and reads what its LSP client logs. Kate takes the server
# settings that editors/other/README.md documents.
set -u
corpus=$1
home=$(mktemp -d)
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_CONFIG_HOME=$home/.config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
export QT_LOGGING_RULES='katelspclientplugin=true' LSPCLIENT_DEBUG=1 LANG=C.UTF-8
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
mkdir -m 700 "$home/run"
mkdir -p "$XDG_CONFIG_HOME/kate/lspclient"
sed -n '/^## Kate/,/^## /{/^```json/,/^```/p}' "$CHECKOUT/editors/other/README.md" | grep -v '^```' > "$XDG_CONFIG_HOME/kate/lspclient/settings.json"
cat > "$XDG_CONFIG_HOME/katerc" <<'RC'
[Kate Plugins]
lspclientplugin=true
kateprojectplugin=false
[lspclient]
AutoHover=true
AutoHoverWithMouse=false
Diagnostics=true
SemanticHighlighting=true
RC
printf 'AllowedServerCommandLines=%s lsp\n' "$(command -v copydesk)" >> "$XDG_CONFIG_HOME/katerc"
log=$home/kate.log

Xvfb -displayfd 3 -screen 0 1400x900x24 3> "$home/display" > /dev/null 2>&1 &
screen=$!
for _ in $(seq 100); do [ -s "$home/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$home/display"); export DISPLAY
cd "$corpus" || exit 1
dbus-run-session -- kate -n alder-herald.txt > "$log" 2>&1 &
kate=$!
trap 'kill "$kate" "$screen" 2> /dev/null; sleep 1; rm -rf "$home" 2> /dev/null' EXIT

check() { # NAME COMMAND...: the command comes to succeed within 20 seconds
  local name=$1; shift
  for _ in $(seq 200); do
    if "$@" > /dev/null 2>&1; then echo "ok   $name"; return 0; fi
    sleep 0.1
  done
  echo "FAIL $name: $(tail -c 300 "$log" | tr '\n' '~')"
}
logged() { tail -c +"${from:-1}" "$log" | tr -d '\\' | grep -aE -- "$1"; }
mark() { from=$(($(stat -c %s "$log") + 1)); }
window() { xdotool search --onlyvisible --class kate | grep .; }

check "the server starts in the folder of copydesk.toml" logged 'starting .*copydesk.* with root .*file://'"$corpus"
check "a finding is shown, and names the other article" logged 'publishDiagnostics.*19,000 people.*nordag\.txt'
check "colours are asked for and come" logged '"data" *: *\[ *[0-9]'
check "the outline is asked for and has the headline" logged '"name" *: *"[^"]*counts the cost'
check "there is a window" window
xdotool windowfocus "$(window | tail -1)" 2> /dev/null
# Line 9, behind "PORT ALDER - About 12,0".
xdotool key ctrl+Home
for _ in $(seq 8); do xdotool key Down; done
xdotool key Home
for _ in $(seq 23); do xdotool key Right; done
mark
xdotool key ctrl+alt+l
check "references reach another article" logged '"uri" *: *"file://[^"]*nordag\.txt"'
xdotool mousemove 500 200 click 1 # back into the text
xdotool key ctrl+Home
for _ in 1 2; do xdotool key Down; done
mark
xdotool type 'On '
xdotool key ctrl+End Return
xdotool type 'Experts say the wall was rotten.'
check "typing brings a finding" logged 'publishDiagnostics.*Experts'
# Kate does not say that it applies edits of the server's, so annotations cannot follow: what no longer fits is reported.
mark
xdotool key ctrl+s
check "after saving, an annotation that no longer fits is reported" logged 'alder-herald\.ann.*annotation-text-mismatch'
xdotool key ctrl+q
check "Kate closes" eval '! kill -0 $kate'
echo "done 8"
