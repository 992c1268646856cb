#!/usr/bin/env bash
# A kind cluster with the whole platform on it, for development.
set -euo pipefail
cd "$(dirname "$0")/.."

CLUSTER=${CLUSTER:-cptm8}
export DB_PASSWORD=fake-postgres-pass
export RABBITMQ_PASSWORD=fake-rabbit-pass

if ! command -v helm >/dev/null; then
  curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash
fi

kind get clusters | grep -qx "$CLUSTER" || kind create cluster --name "$CLUSTER"

kubectl apply -f https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.9.4/deploy/static/provider/kind/deploy.yaml

# the newest build of main, under the name that the base uses
docker pull 111122223344.dkr.ecr.eu-west-1.amazonaws.com/cptm8/asmm8:main
docker tag 111122223344.dkr.ecr.eu-west-1.amazonaws.com/cptm8/asmm8:main asmm8:latest
docker build -t naabum8:dev "${NAABUM8_SRC:-../naabum8}"
kind load docker-image --name "$CLUSTER" asmm8:latest naabum8:dev

kubectl create namespace cptm8-dev --dry-run=client -o yaml | kubectl apply -f -
kustomize build overlays/dev | kubectl apply -n cptm8-dev -f -
