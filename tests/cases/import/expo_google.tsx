// From: expo/expo#30728
import * as Google from 'expo-auth-session/providers/google';

const [request, response, promptAsync] = Google.useAuthRequest({
    androidClientId: '123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com',
    webClientId: '123456789012-zyxwvutsrqponmlkjihgfedcba543210.apps.googleusercontent.com',
    redirectUri: 'https://auth.expo.io/@userxx/slug',
});

promptAsync({ showInRecents: true, createTask: true });

