//! Providers' own sentences: Entra, Google, GitHub, Okta, Auth0, Apple, Firebase, Supabase.

rows! {
    Entra: RedirectUriPlatform, r"AADSTS7000218\b",
        "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        "Azure-Samples/ms-identity-javascript-v2#18";
    Okta: RedirectUriUnregistered, r"The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://example-test-admin.oktapreview.com/",
        "joshp23/YOURLS-OIDC#5";
    Google: RedirectUriUnregistered, r"The redirect URI in the request, {redirect_uri}, does not match the ones authorized for the OAuth client",
        "The redirect URI in the request, http://www.example.com/?a=b, does not match the ones authorized for the OAuth client.",
        "yegor256/netbout#1116";
    GitHub: CodeRefused, r"The code passed is incorrect or expired",
        "\"error\":\"bad_verification_code\",\"error_description\":\"The code passed is incorrect or expired.\"",
        "reactivemanifesto/website-manifesto#91";
    GitHub: InvalidClient, r"The client_id and/or client_secret passed are incorrect",
        "The client_id and/or client_secret passed are incorrect.", "rwth-acis/VIAProMa#186";
    Firebase: AudienceMismatch, r"ID token has (invalid|incorrect) 'aud' \(audience\) claim[;.] expected '{expected}' but got '{found}'",
        "ID token has invalid 'aud' (audience) claim; expected \"example-test-prod\" but got \"123456789012-a1b2.apps.googleusercontent.com\"",
        "firebase/firebase-admin-go#723";
}
