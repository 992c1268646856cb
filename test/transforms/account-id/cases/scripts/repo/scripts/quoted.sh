#!/bin/sh
aws iam get-role --role-arn 'see arn:aws:iam::111122223344:role/deploy'
