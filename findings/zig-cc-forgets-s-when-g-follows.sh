#!/bin/sh
# For gcc and clang, -s and -g do not contradict each other: the one strips what is linked, the
# other has the compiler write debug information, in any order. For zig cc the last one counts:
# after -s -g the program has its symbols and its debug information, without a word. Build systems
# append -g to a user's flags (cgo does), so that a -s before it is lost; -Wl,-s is not.
#
# Seen with zig 0.17.1 (PyPI's ziglang) on linux/amd64. Needs python3 with pip.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --no-compile --target "$tmp/py" ziglang==0.17.1
zig=$tmp/py/ziglang/zig
export ZIG_GLOBAL_CACHE_DIR="$tmp/zig" ZIG_LOCAL_CACHE_DIR="$tmp/zig"
cd "$tmp"
printf 'int main(void) { return 0; }\n' > m.c

# symbols tells whether a program has a table of symbols.
symbols() { python3 -c 'import sys; print(b".symtab" in open(sys.argv[1], "rb").read())' "$1"; }
"$zig" cc -g -s m.c -o g-s
"$zig" cc -s -g m.c -o s-g
"$zig" cc -Wl,-s -g m.c -o Wl-s-g
echo "zig $("$zig" version): symbols after -g -s: $(symbols g-s), after -s -g: $(symbols s-g), after -Wl,-s -g: $(symbols Wl-s-g)"
[ "$(symbols g-s) $(symbols s-g) $(symbols Wl-s-g)" = "False True False" ] || { echo "this has changed"; exit 1; }
