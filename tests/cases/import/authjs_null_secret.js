export default NextAuth({
  providers: [
    CognitoProvider({
      clientId: '7h3kq9v2m1t8r5c4x0w6y2b9zd',
      clientSecret: null,
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx7Qp2LmN', // the pool
    }),
  ],
  cookies: {
    pkceCodeVerifier: {
      name: 'next-auth.pkce.code_verifier',
      options: { httpOnly: true, sameSite: 'none', path: '/', secure: false },
    },
  },
})
