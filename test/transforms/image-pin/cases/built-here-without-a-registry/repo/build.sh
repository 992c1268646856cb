#!/bin/sh
docker build -t desk app
