#!/bin/sh
export DB_PASSWORD=Sup-3r-invented
psql --password "other-1nvented"
sh -c "mysql --password=other-1nvented"
# kustomend: ignore[plaintext-credentials] of the database of this machine
export PGPASSWORD=local-1nvented
cat <<EOF
password: other-1nvented
EOF
