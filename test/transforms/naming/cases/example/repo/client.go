package client

const Address = "http://web-service"
