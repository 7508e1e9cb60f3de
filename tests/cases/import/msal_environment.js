const pca = new PublicClientApplication({ auth: { clientId: process.env.REACT_APP_CLIENT_ID, authority: 'https://login.microsoftonline.com/' + tenant } });
