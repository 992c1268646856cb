#!/usr/bin/env bash
# Docker login for the private registry; valid for 12 hours.
set -euo pipefail

REGION=eu-west-1
AWS_ACCOUNT_ID=111122223344

aws ecr get-login-password --region "$REGION" \
  | docker login --username AWS --password-stdin "$AWS_ACCOUNT_ID.dkr.ecr.$REGION.amazonaws.com"

# the cluster needs it too (CPT-90)
if [[ "${1:-}" == "--cluster" ]]; then
  kubectl delete secret regcred --ignore-not-found
  kubectl create secret docker-registry regcred \
    --docker-server="111122223344.dkr.ecr.$REGION.amazonaws.com" \
    --docker-username=AWS \
    --docker-password="$(aws ecr get-login-password --region "$REGION")"
fi
