const authOptions: NextAuthOptions = {
  secret: process.env.NEXTAUTH_SECRET,
  providers: [
    KeycloakProvider({
      clientId: "web",
      clientSecret: "keycloak-secret-0123456789abcdefghij",
      issuer: "https://sso.example.com/realms/main",
    }),
    AzureADProvider({
      clientId: "00001111-aaaa-2222-bbbb-3333cccc4444",
      clientSecret: process.env.AZURE_SECRET,
      tenantId: "common",
      authorization: { params: { scope: "openid profile email" } },
    }),
  ],
}
