//! The certificates trusted in addition to the system's: those of `--ca-file`.
//!
//! A certificate in the file is trusted as an authority, and also if the server presents exactly this certificate. Many
//! test servers have a self-made certificate that calls itself an authority, which a verifier rejects as a server
//! certificate.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls_platform_verifier::Verifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::client::verify_server_name;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};

use super::files;

/// The longest file of certificates, in bytes: the bundle of a system has about 250 kB.
const LONGEST_CA_FILE: u64 = 16 << 20;

/// Why there are no such certificates.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum CaFileError {
    #[error("--ca-file: {}: {source}", file.display())]
    Unread { file: PathBuf, source: io::Error },
    #[error("--ca-file: {} has no certificate, expected PEM (-----BEGIN CERTIFICATE-----)", .0.display())]
    NoCertificate(PathBuf),
}

/// Reads the certificates of a PEM file.
pub fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, CaFileError> {
    let unread = |source| CaFileError::Unread { file: file.to_owned(), source };
    let pem = files::read_given(file, LONGEST_CA_FILE).map_err(unread)?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok).collect();
    if found.is_empty() {
        return Err(CaFileError::NoCertificate(file.to_owned()));
    }
    Ok(found)
}

/// A TLS configuration that trusts the system's authorities and these certificates.
pub fn configuration(certificates: &[CertificateDer<'static>]) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Verifier::new_with_extra_roots(certificates.iter().cloned(), provider.clone())?;
    let verifier = AlsoExactly { verifier, certificates: certificates.to_vec() };
    let mut configuration = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(configuration)
}

/// Asks the system's verifier, and accepts a certificate that it rejects only for its form (an authority's, used by a
/// server) if exactly this certificate was given. Its dates have been checked by then.
#[derive(Debug)]
struct AlsoExactly {
    verifier: Verifier,
    certificates: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for AlsoExactly {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.verifier.verify_server_cert(own, intermediates, name, ocsp_response, now);
        match verdict {
            // Dates, names, signatures and unknown issuers have errors of their own.
            Err(Error::InvalidCertificate(CertificateError::Other(_))) if self.certificates.contains(own) => {
                verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
                Ok(ServerCertVerified::assertion())
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, own, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, own, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}
