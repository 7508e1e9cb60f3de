# From: pgadmin-org/pgadmin4#6174
MASTER_PASSWORD_REQUIRED = True
AUTHENTICATION_SOURCES = ['oauth2', 'internal']
OAUTH2_AUTO_CREATE_USER = True
OAUTH2_CONFIG = [
  {
      'OAUTH2_NAME': 'keycloak',
      'OAUTH2_DISPLAY_NAME': 'keycloak',
      'OAUTH2_CLIENT_ID': 'apps',
      'OAUTH2_CLIENT_SECRET': 'xj70i8FOa4Du6588otAVxCSMzpjowYDg',
      'OAUTH2_TOKEN_URL': 'https://iam.example.com/realms/mk8s/protocol/openid-connect/token',
      'OAUTH2_AUTHORIZATION_URL': 'https://iam.example.com/realms/mk8s/protocol/openid-connect/auth',
      'OAUTH2_SERVER_METADATA_URL': None,
      'OAUTH2_API_BASE_URL': None,
      'OAUTH2_USERINFO_ENDPOINT': 'https://iam.example.com/realms/mk8s/protocol/openid-connect/userinfo',
      'OAUTH2_SCOPE': 'openid',
  }
]
