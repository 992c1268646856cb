#!/bin/sh
sed -i "s/TO_BE_FILLED/$REGION/" base/kustomization.yaml
