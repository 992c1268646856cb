#!/bin/sh
AWS_ACCOUNT_ID=111122223344
aws ecr get-login-password | docker login --username AWS --password-stdin "$AWS_ACCOUNT_ID.dkr.ecr.eu-west-1.amazonaws.com"
docker pull 111122223344.dkr.ecr.eu-west-1.amazonaws.com/web
