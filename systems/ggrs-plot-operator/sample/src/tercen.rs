use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::client::conn::http2::{handshake, SendRequest};
use hyper::rt::{Read, Write};
use hyper_util::rt::{TokioExecutor, TokioIo};
use openssl::ssl::{SslConnector, SslMethod};
use tokio::net::TcpStream;
use tokio_openssl::SslStream;
use tonic::body::BoxBody;
use tonic::codegen::http::{Request, Response, Uri};
use tower_service::Service;

use crate::proto::operators_client::OperatorsClient;
use crate::proto::{Drawing, LogInRequest, Plot, Session};
use crate::{panels, Failure, Page, Settings};

/// A session at Tercen, over one connection.
pub struct Tercen {
    client: OperatorsClient<Connection>,
    session: Session,
}

impl Tercen {
    /// Connects and logs in.
    pub async fn log_in(settings: &Settings) -> Result<Self, Failure> {
        let connection = Connection::open(&settings.endpoint).await?;
        let mut client = OperatorsClient::with_origin(connection, settings.endpoint.clone());
        let request =
            LogInRequest { username: settings.username.clone(), password: settings.password.reveal().to_owned() };
        let session = client.log_in(request).await?.into_inner();
        Ok(Tercen { client, session })
    }

    /// Waits for the next plot.
    pub async fn next_plot(&mut self) -> Result<Plot, Failure> {
        Ok(self.client.next_plot(self.session.clone()).await?.into_inner())
    }

    /// Answers with the places of a plot's facets: none where they do not fit on its page.
    pub async fn draw(&mut self, plot: &Plot) -> Result<(), Failure> {
        let drawing = Drawing {
            token: self.session.token.clone(),
            plot_id: plot.id.clone(),
            panels: panels(Page::from(plot)).unwrap_or_default(),
        };
        self.client.draw(drawing).await?;
        Ok(())
    }
}

/// One HTTP/2 connection, over TLS where the endpoint says `https`.
#[derive(Clone)]
struct Connection(SendRequest<BoxBody>);

impl Connection {
    async fn open(endpoint: &Uri) -> Result<Self, Failure> {
        let host = endpoint.host().unwrap_or_default();
        let secure = endpoint.scheme_str() == Some("https");
        let port = endpoint.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let refused = |error| Failure::connecting(endpoint, error);
        let stream = TcpStream::connect((host, port)).await.map_err(refused)?;
        if secure {
            let stream = secured(host, stream).await.map_err(refused)?;
            Self::over(TokioIo::new(stream)).await
        } else {
            Self::over(TokioIo::new(stream)).await
        }
        .map_err(|error| Failure::Unreachable(endpoint.clone(), error.into()))
    }

    async fn over(stream: impl Read + Write + Send + Unpin + 'static) -> hyper::Result<Self> {
        let (sender, connection) = handshake(TokioExecutor::new(), stream).await?;
        // Its end is seen by the request that waits for an answer.
        tokio::spawn(connection);
        Ok(Connection(sender))
    }
}

async fn secured(host: &str, stream: TcpStream) -> io::Result<SslStream<TcpStream>> {
    let mut connector = SslConnector::builder(SslMethod::tls_client())?;
    connector.set_alpn_protos(b"\x02h2")?;
    let ssl = connector.build().configure()?.into_ssl(host)?;
    let mut stream = SslStream::new(ssl, stream)?;
    Pin::new(&mut stream).connect().await.map_err(io::Error::other)?;
    Ok(stream)
}

impl Service<Request<BoxBody>> for Connection {
    type Response = Response<hyper::body::Incoming>;
    type Error = hyper::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<BoxBody>) -> Self::Future {
        Box::pin(self.0.send_request(request))
    }
}
