#!/bin/sh
# Measures this checkout beside dd, cp, qemu-img and QEMU, whichever are installed. './bench.sh --help' lists the options.
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")
rivals=$root/artifacts/rivals
log=$root/artifacts/bench.log
mkdir -p "$rivals"

build() {
    dotnet "$@" -c Release -nologo -v quiet --disable-build-servers >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
}

if [ ! -e "$rivals/built" ] || [ -n "$(find "$root/bench/Rivals" -newer "$rivals/built" -print -quit)" ]; then
    build publish "$root/bench/Rivals/Empty/Empty.csproj" -o "$rivals"
    build publish "$root/bench/Rivals/Hello/HelloRival.csproj" -o "$rivals"
    ! command -v gcc >/dev/null || gcc -O2 -o "$rivals/empty-c" "$root/bench/Rivals/empty.c"
    touch "$rivals/built"
fi

build build "$root/bench/Airlock.Bench/Airlock.Bench.csproj"
"$root/airlock" --version >/dev/null
exec "$root/artifacts/bin/Airlock.Bench/release/Airlock.Bench" "$@"
