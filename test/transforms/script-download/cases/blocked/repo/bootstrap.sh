#!/bin/sh
curl -fsSL https://raw.githubusercontent.com/helm/helm/main/scripts/get-helm-3 | bash
curl -s https://get.example.com/other.sh | sh
kubectl apply -f https://get.example.com/operator.yaml
curl -k https://get.example.com/odd.sh | sh
