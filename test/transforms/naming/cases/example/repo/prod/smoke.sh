#!/bin/sh
curl http://prod-web-service.shop/health
# old-web-service and web-service-2 are others
