#!/bin/sh
# Go's linker asks the C compiler which flags it knows before it uses them (-no-pie, --build-id,
# ...). It runs only the first word of CC for that. With CC="zig cc" it asks the program zig, which
# is no compiler without its first argument: every answer is no, and the flags are left out without
# a word. The link itself runs all words. The same compiler behind a script of one word gets them.
#
# Seen with Go 1.27.3 and zig 0.17.1 (PyPI's ziglang) on linux/amd64. Needs go, python3 with pip.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-compile --target "$tmp/py" ziglang==0.17.1
zig=$tmp/py/ziglang/zig
export GOTOOLCHAIN=go1.27.3 GOFLAGS= GOWORK=off CGO_ENABLED=1 GOCACHE="$tmp/cache"
export ZIG_GLOBAL_CACHE_DIR="$tmp/zig" ZIG_LOCAL_CACHE_DIR="$tmp/zig"

mkdir "$tmp/hello" && cd "$tmp/hello"
printf 'module hello\n\ngo 1.26\n' > go.mod
printf 'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n' > main.go
printf '#!/bin/sh\nexec "%s" cc "$@"\n' "$zig" > "$tmp/zig-cc"
chmod +x "$tmp/zig-cc"

flags() { CC=$1 go build -ldflags='-linkmode=external -v' -o hello . 2>&1 | grep '^host link:' | grep -c -e '-no-pie' || true; }
two=$(flags "$zig cc")
one=$(flags "$tmp/zig-cc")
echo "$(go version); zig $("$zig" version)"
echo "-no-pie in the link with CC of two words: $two, of one word: $one"
[ "$two" = 0 ] && [ "$one" = 1 ] || { echo "this has changed"; exit 1; }
