curl -i -X POST http://localhost:8001/services/example/plugins \
  --data "name=openid-connect" \
  --data "config.issuer=https://sso.example.com/realms/master" \
  --data "config.client_id=kong" \
  --data "config.client_secret=s3cr3tvalue-for-kong" \
  --data "config.redirect_uri=https://api.example.com/cb" \
  --data "config.scopes=profile" \
  --data "config.scopes=email"
