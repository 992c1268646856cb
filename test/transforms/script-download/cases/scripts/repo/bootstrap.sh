#!/bin/sh
set -eu
if ! command -v helm; then
  curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash
fi
if ! curl -s https://get.example.com/runner.sh | sh; then exit 1; fi
