#!/bin/sh
curl -fsSLo install.sh https://get.example.com/install.sh
echo "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  install.sh" | sha256sum -c -
sh install.sh
