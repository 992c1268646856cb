docker build -t registry.example.com/garden/web:1.4 web
docker build -t registry.example.com/garden/docs:1.4 docs
