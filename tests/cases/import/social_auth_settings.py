SOCIAL_AUTH_COGNITO_KEY = '7h3kq9v2m1t8r5c4x0w6y2b9zd'
SOCIAL_AUTH_COGNITO_SECRET = 'django-secret-0123456789abcdefghijkl'
SOCIAL_AUTH_COGNITO_POOL_DOMAIN = 'https://shop.auth.eu-west-1.amazoncognito.com'
