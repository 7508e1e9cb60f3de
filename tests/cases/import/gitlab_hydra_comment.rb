# From: ory/hydra#2006
gitlab_rails['omniauth_allow_single_sign_on'] = ['openid_connect']
gitlab_rails['omniauth_block_auto_created_users'] = false
gitlab_rails['omniauth_providers'] = [
  { 'name' => 'openid_connect',
    'label' => 'RRT SSO',
    'args' => {
      'name' => 'openid_connect',
      'scope' => ['openid','profile'],
      'response_type' => 'code',
      'issuer' => 'https://auth.example.com',
      'discovery' => true,
      'client_auth_method' => 'query',
      'uid_field' => 'sub',
      'client_options' => {
        'identifier' => 'gitlab',
        'secret' => 'gitlab-secret-0815',
        'redirect_uri' => 'http://192.168.22.200/users/auth/openid_connect/callback'
      }
    }
  }
]

# docker run ... -e URLS_SELF_ISSUER=https://auth.example.com/ oryd/hydra serve all

