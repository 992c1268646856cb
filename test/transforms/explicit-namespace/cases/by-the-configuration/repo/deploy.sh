#!/bin/sh
kustomize build staging | kubectl apply -n shop-staging -f -
