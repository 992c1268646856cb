docker build -t registry.example.com/garden/web:1.4 web
