<?php
return [
    'mailgun' => ['domain' => env('MAILGUN_DOMAIN')],
    'cognito' => [
        'host' => 'https://shop.auth.eu-west-1.amazoncognito.com',
        'client_id' => '7h3kq9v2m1t8r5c4x0w6y2b9zd',
        'client_secret' => env('COGNITO_CLIENT_SECRET'),
        'redirect' => 'http://localhost:8000/auth/callback',
        'scope' => 'openid email',
    ],
];
