export default defineNuxtConfig({
  modules: ['nuxt-oidc-auth'],
  oidc: {
    defaultProvider: 'keycloak',
    providers: {
      keycloak: {
        audience: 'account',
        baseUrl: 'https://sso.example.com/realms/shop',
        clientId: 'nuxt',
        clientSecret: 'nuxtsecretnuxtsecret',
        redirectUri: 'http://localhost:3000/auth/keycloak/callback',
        userNameClaim: 'preferred_username',
      },
    },
  },
})
