node_modules/
dist/
coverage/
