#!/bin/sh
# Gives the kernels of `archive` their cores, memory and devices; all of them or, when one cannot be had, none.
# Run it as root on the machine's first kernel, in this folder. It starts nothing: load a kernel into each instance then.
set -eu

root=${MULTIKERNEL:-/sys/fs/multikernel}
done_=""

say() { printf '%s\n' "$*" >&2; }

undo() {
  for transaction in $done_; do
    rmdir "$root/overlays/$transaction" || say "could not take back $transaction"
  done
}

fail() {
  say "$1"
  undo
  exit 1
}

latest() { ls "$root/overlays" | sed -n 's/^tx_//p' | sort -n | tail -n 1; }

apply() {
  before=$(latest)
  cat "instances/$1.dtbo" >"$root/overlays/new" || fail "$1: the overlay was not taken"
  number=$(latest)
  [ "$number" != "$before" ] || fail "$1: there is no transaction of it"
  done_="tx_$number $done_"
  status=$(cat "$root/overlays/tx_$number/status")
  case $status in
    applied | success | ok) say "$1: $status" ;;
    *) fail "$1: $status" ;;
  esac
  [ -d "$root/instances/$1" ] || fail "$1: there is no such instance afterwards"
}

[ -d "$root/overlays" ] || mount -t multikernel none "$root" || { say "this kernel is no multikernel"; exit 3; }
[ -z "$(ls "$root/instances")" ] || { say "there are instances already"; exit 1; }
cat baseline.dtb >"$root/device_tree" || { say "the baseline was not taken: has the machine a pool already?"; exit 1; }
apply s0-cpu-3 # intake
apply s1-cpu-0 # journal
