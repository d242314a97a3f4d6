#!/bin/bash
# Runs a command in an emulated AMD machine that has a /dev/kvm (SVM in software), for hosts that have none.
#
#   tests/kvm.sh [-c CPUS] [-m MEMORY] [-t SECONDS] [-o FOLDER] COMMAND [ARGUMENT...]
#   tests/kvm.sh --check    says in one line what is missing, and ends with 1 then
#   tests/kvm.sh --fetch    downloads the package of the kernel, and unpacks it into artifacts/kvm; installs nothing
#
# The command runs as root, in this folder, and sees this machine's files under their names. What it writes is gone at the
# end, but for what it writes into FOLDER, which is there at once. TMPDIR is on a disk there, /dev/shm is memory. It has
# this environment's AIRLOCK_* variables, AIRLOCK_TEST_EMULATED=1 and a factor for times in AIRLOCK_TEST_TIME_FACTOR.
# Standard output and error come out together.
# Exit status: the command's; 124 past the time limit; 125 if the machine itself failed (its console is shown then).
set -u
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
packages='qemu-system-x86 seabios busybox-static cpio e2fsprogs gcc libc6-dev, after Debian 12 also virtiofsd'
PATH=$PATH:/usr/sbin:/sbin

# QEMU before 8.1 hangs with two processors now and then, also with a VM held open (kvm/hold.c), or goes wrong; with one it
# doesn't.
cpus=1 memory=3G limit=3600 output=

fail() { echo "kvm.sh: $1" >&2; exit "${2:-125}"; }

fetch() {
    local folder=$root/artifacts/kvm name
    name=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: //p' | head -n 1)
    [ -n "$name" ] || fail "apt doesn't know linux-image-cloud-amd64: run apt-get update." 1
    rm -rf "$folder" && mkdir -p "$folder" && cd "$folder" || exit 1
    apt-get -qq -o APT::Sandbox::User=root download "$name" && dpkg -x ./*.deb . && rm -f ./*.deb || fail "$name can't be had." 1
}

# Sets kernel, modules, daemon and busybox; or ends with a line that says what is missing.
find_parts() {
    local folder program missing=()
    for program in qemu-system-x86_64 cpio mkfs.ext4 gcc; do
        command -v $program >/dev/null || missing+=($program)
    done
    busybox=$(command -v busybox) && ! ldd "$busybox" >/dev/null 2>&1 || missing+=("a static busybox")
    for program in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd; do [ ! -x $program ] || daemon=$program; done
    [ -n "${daemon:-}" ] || missing+=(virtiofsd)
    for folder in "" "$root/artifacts/kvm"; do
        program=$(ls "$folder"/boot/vmlinuz-*-cloud-amd64 2>/dev/null | sort -V | tail -n 1)
        [ ! -d "$folder/lib/modules/${program##*/vmlinuz-}/kernel" ] || kernel=$program
    done
    [ -n "${kernel:-}" ] && modules=${kernel%/boot/*}/lib/modules/${kernel##*/vmlinuz-}/kernel || missing+=("a kernel (tests/kvm.sh --fetch)")
    [ "$(id -u)" = 0 ] || missing+=("the rights of root")
    [ ${#missing[@]} = 0 ] || fail "missing: $(printf '%s, ' "${missing[@]}" | sed 's/, $//'). Packages: $packages." 1
}

# The first file system: busybox, the modules of KVM, virtio, loop devices and overlays, and what runs them.
make_initrd() {
    local tree=$work/initrd module n=10
    mkdir -p "$tree"/{bin,modules,proc,sys,dev,host,over}
    cp "$busybox" "$tree/bin/busybox" && cp "$root/tests/kvm/init" "$work/command" "$tree" && echo "$output" >"$tree/results" || return 1
    gcc -static -O1 -Wall -Werror -o "$tree/bin/hold" "$root/tests/kvm/hold.c" || return 1
    for module in virt/lib/irqbypass arch/x86/kvm/kvm arch/x86/kvm/kvm-amd \
        drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_legacy_dev \
        drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci drivers/block/virtio_blk drivers/block/loop \
        fs/overlayfs/overlay fs/fuse/fuse fs/fuse/virtiofs; do
        cp "$modules/$module.ko" "$tree/modules/$((n++))-${module##*/}.ko" || return 1
    done
    (cd "$tree" && find . | cpio -o -H newc --quiet) >"$work/initrd.cpio"
}

# Shares folder $2 as file system $1; adds what QEMU has to be told to device[].
share() {
    "$daemon" --socket-path="$work/$1.socket" -o source="$2" -o sandbox=chroot -o cache="$3" >>"$work/daemon.log" 2>&1 &
    helpers+=($!)
    for ((i = 0; i < 100; i++)); do [ ! -S "$work/$1.socket" ] || break; sleep 0.05; done
    [ -S "$work/$1.socket" ] || return 1
    devices+=(-chardev "socket,id=$1,path=$work/$1.socket" -device "vhost-user-fs-pci,chardev=$1,tag=$1")
}

case ${1:-} in
    --fetch) fetch; exit ;;
    --check) find_parts; exit ;;
esac
while getopts c:m:t:o: option; do
    case $option in c) cpus=$OPTARG ;; m) memory=$OPTARG ;; t) limit=$OPTARG ;; o) output=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
find_parts

helpers=() devices=()
work=$(mktemp -d)
trap 'kill "${helpers[@]}" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[ -n "$output" ] || output=$work/out
mkdir -p "$output" && output=$(readlink -f -- "$output") && rm -f "$output/.status"

{
    export -p | grep '^declare -x AIRLOCK_'
    # Everything takes longer there; and code that is profiled before it gets faster never does.
    echo "export AIRLOCK_TEST_EMULATED=1 AIRLOCK_TEST_TIME_FACTOR=${AIRLOCK_TEST_TIME_FACTOR:-5} DOTNET_TieredPGO=0"
    echo "export TMPDIR=/scratch LC_ALL=C DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1"
    printf 'export HOME=%q PATH=%q\ncd %q\nexec' "$HOME" "$PATH" "$PWD"
    printf ' %q' "$@"
} >"$work/command"
make_initrd || fail "the initial file system can't be made."
truncate -s 4G "$work/disk" && mkfs.ext4 -qF -O ^has_journal "$work/disk" || fail "the disk can't be made."
share host / always && share out "$output" auto || { cat "$work/daemon.log" >&2; fail "virtiofsd doesn't start."; }

timeout -k 10 "$limit" qemu-system-x86_64 -nodefaults -no-user-config -no-reboot -display none \
    -machine q35,memory-backend=memory -object "memory-backend-memfd,id=memory,size=$memory,share=on" \
    -accel tcg,thread=multi -cpu EPYC,+svm,+npt -smp "$cpus" -m "$memory" \
    -kernel "$kernel" -initrd "$work/initrd.cpio" \
    -append "console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable" \
    -serial "file:$work/console" -chardev stdio,id=text,signal=off -serial chardev:text \
    -drive "file=$work/disk,if=virtio,format=raw,cache=unsafe" "${devices[@]}" </dev/null 2>"$work/qemu.log" &
helpers+=($!)
wait $!
result=$?
[ ! -s "$output/.status" ] || { result=$(cat "$output/.status"); rm -f "$output/.status"; exit "$result"; }
[ "$result" != 124 ] || fail "the time limit of $limit seconds is over." 124
{ grep -v "TCG doesn't support" "$work/qemu.log"; tail -n 20 "$work/console"; } >&2
fail "the machine ended before its command."
