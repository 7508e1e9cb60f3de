# From: auth0/omniauth-auth0 README
Rails.application.config.middleware.use OmniAuth::Builder do
  provider(
    :auth0,
    'JyQ9example0client1id2345',
    'aSecretOfAuth0ThatIsLong123456',
    'dev-shop.eu.auth0.com',
    callback_path: '/auth/auth0/callback',
    authorize_params: {
      scope: 'openid profile'
    }
  )
end
