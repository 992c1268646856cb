docker build -t web:latest web
docker build -t api:latest api
docker build -t mail:latest mail
