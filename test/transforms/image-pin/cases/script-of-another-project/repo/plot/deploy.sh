#!/bin/sh
set -eu
for folder in overlays/*; do
  (cd "$folder" && kustomize edit set image "$IMAGE")
done
