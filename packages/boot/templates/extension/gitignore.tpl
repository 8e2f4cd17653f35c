node_modules/
dist/
coverage/
data/
